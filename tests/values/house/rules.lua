-- The rules of a small course.
rule{
	id = "no-gb", severity = "warning", title = "a size is said in GB", help = "write GiB, or the bytes",
	check = function(line)
		local place = find(line, "\\d ?(GB)")
		while place do
			report("says " .. place.text .. ", which is two units", place)
			place = find(line, "\\d ?(GB)", place)
		end
	end,
}
rule{
	id = "quoted-premise", severity = "error", title = "a premise shows no fact and cites nothing",
	check = function(line)
		if line.role == "premise" and #line.names == 0 and not line.cite and not find(line, "Source:") then return "has no source of its own" end
	end,
}
rule{
	id = "taken-up", severity = "note", title = "nothing rests on a calculation",
	check = function(line, sheet)
		if line.role == "calculation" and #line.rested_on_by == 0 and line ~= sheet.lines[#sheet.lines] then
			return "is taken up by no later line"
		end
	end,
}
rule{
	id = "small-steps", title = "a product is large",
	check = function(line)
		for claim in each(line.claims) do
			for token in each(line.tokens) do
				if token.exact and N(token.exact) > N(10)^9 then return "a number above 10^9 in " .. claim.text .. ", which " .. claim.verdict, token end
			end
		end
	end,
	whole = function(sheet)
		local n, last = 0, nil
		for edge in each(sheet.edges) do
			if edge.kind ~= "term" then n, last = n + 1, edge end
		end
		if n < #sheet.lines - 1 then report("only " .. n .. " edges between " .. #sheet.lines .. " lines of " .. sheet.title) end
		for name in each(sheet.names) do
			if name.kind == "fact" and name.fact.status ~= "read" then report("the fact " .. name.name .. " is " .. name.fact.status, name) end
		end
	end,
}
