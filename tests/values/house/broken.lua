rule{ id = "first", check = function(line) if line.number == 1 then return "is the first" end end }
rule{
	id = "second",
	check = function(line)
		if line.number == 2 then return line.kindd end
	end,
}
rule{ id = "first", check = function() end }
rule{ id = "never", check = function() end }
