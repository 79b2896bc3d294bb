-- The functions of the prelude that are written in Lua. A line `--- usage: what it gives` above a function is its entry in
-- the manual. Numbers are exact; a native number is a count, so N(2)^64 and not 2^64. refuse(why) ends a call with an error.

local function whole(x, what)
	if not is_number(x) then refuse("wants " .. what .. ": a number") end
	x = N(x)
	if floor(x) ~= x then refuse("wants " .. what .. ": a whole number") end
	return num(x)
end

local function between(x, least, most, what)
	x = whole(x, what)
	if x < least or x > most then refuse("wants " .. what .. " from " .. least .. " to " .. most) end
	return x
end

--- lcm(x, y): the least common multiple of two whole numbers that are not 0
function lcm(x, y)
	x, y = whole(x, "x"), whole(y, "y")
	if x == N(0) or y == N(0) then refuse("wants numbers that are not 0") end
	return abs(x * y) // gcd(x, y)
end

--- is_pow2(x): whether x is a power of two, 1 included
function is_pow2(x)
	x = whole(x, "x")
	return x > 0 and x & (x - 1) == N(0)
end

--- next_pow2(x): the smallest power of two not below x, which is positive
function next_pow2(x)
	x = whole(x, "x")
	if x <= 0 then refuse("wants a positive number") end
	return N(1) << bit_length(x - 1)
end

--- bit(x, i): bit i of x, 0 or 1; the lowest bit is 0
function bit(x, i)
	return bits(x, i, i)
end

--- insert(x, hi, lo, field): x with its bits hi to lo replaced by the number field, which must fit
function insert(x, hi, lo, field)
	local old, new = bits(x, hi, lo), whole(field, "the field")
	if new < 0 or bit_length(new) > whole(hi, "hi") - lo + 1 then refuse("has a field that does not fit into its bits") end
	return x - (old << lo) + (new << lo)
end

--- unsigned(x, width): the two's complement of x in width bits; x must be from -2^(width-1) to 2^width - 1
function unsigned(x, width)
	x, width = whole(x, "x"), between(width, 1, 4096, "a width")
	local size = N(1) << width
	if x < -(size >> 1) or x >= size then refuse("wants a number that fits into the width") end
	return x % size
end

--- signed(x, width): the number that the width low bits of x mean in two's complement; x must be below 2^width and not negative
function signed(x, width)
	x, width = whole(x, "x"), between(width, 1, 4096, "a width")
	local size = N(1) << width
	if x < 0 or x >= size then refuse("wants a pattern of that width") end
	if x >= size >> 1 then return x - size end
	return x
end

--- digits(x, base): the list of x's digits in a base from 2 to 65536, the highest first; x is not negative
function digits(x, base)
	x, base = whole(x, "x"), between(base, 2, 65536, "a base")
	if x < 0 then refuse("wants a number that is not negative") end
	local back, list = {}, {}
	repeat
		back[#back + 1] = x % base
		x = x // base
	until x == N(0)
	for i = #back, 1, -1 do list[#list + 1] = back[i] end
	return list
end

--- from_digits(list, base): the number that has these digits, the highest first
function from_digits(list, base)
	base = between(base, 2, 65536, "a base")
	local x = N(0)
	for i = 1, #list do x = x * base + between(list[i], 0, base - 1, "digits") end
	return x
end

--- walk(address): the indices that the four-level page walk of x86-64 takes from a virtual address, and the offset: {PGD, PUD, PMD, PTE, offset}
function walk(address)
	local x = between(address, 0, (N(1) << 64) - 1, "an address")
	return { bits(x, 47, 39), bits(x, 38, 30), bits(x, 29, 21), bits(x, 20, 12), hex(bits(x, 11, 0)) }
end

--- f64_sign(pattern): the sign bit of a double, given by its 64 bits
function f64_sign(pattern)
	return bits(between(pattern, 0, (N(1) << 64) - 1, "a pattern"), 63, 63)
end

--- f64_exponent(pattern): the exponent field of a double as stored, 0 to 2047
function f64_exponent(pattern)
	return bits(between(pattern, 0, (N(1) << 64) - 1, "a pattern"), 62, 52)
end

--- f64_fraction(pattern): the fraction field of a double as stored
function f64_fraction(pattern)
	return bits(between(pattern, 0, (N(1) << 64) - 1, "a pattern"), 51, 0)
end

--- f64(pattern): the exact number that a double means; infinities and NaN have none
function f64(pattern)
	local exponent, fraction = f64_exponent(pattern), f64_fraction(pattern)
	if exponent == N(2047) then refuse("wants the pattern of a finite number") end
	local size = N(1) << 52
	local x = exponent == N(0) and fraction / size * N(2)^-1022 or (1 + fraction / size) * N(2)^(exponent - 1023)
	if f64_sign(pattern) == N(1) then return -x end
	return x
end

--- ipv4(a, b, c, d): the 32-bit number of the address a.b.c.d
function ipv4(a, b, c, d)
	local x, parts = N(0), { a, b, c, d }
	for i = 1, 4 do x = x * 256 + between(parts[i], 0, 255, "parts") end
	return x
end

--- ipv4_text(x): the address of a 32-bit number, such as "10.0.0.1"
function ipv4_text(x)
	x = between(x, 0, (N(1) << 32) - 1, "an address")
	return bits(x, 31, 24) .. "." .. bits(x, 23, 16) .. "." .. bits(x, 15, 8) .. "." .. bits(x, 7, 0)
end

--- netmask(prefix): the 32-bit mask of a prefix from 0 to 32
function netmask(prefix)
	prefix = between(prefix, 0, 32, "a prefix")
	return (N(1) << 32) - (N(1) << 32 - prefix)
end

--- network(address, prefix): the first address of the network that holds the address
function network(address, prefix)
	return between(address, 0, (N(1) << 32) - 1, "an address") & netmask(prefix)
end

--- broadcast(address, prefix): the last address of the network that holds the address
function broadcast(address, prefix)
	return network(address, prefix) + (N(1) << 32 - whole(prefix, "a prefix")) - 1
end

-- Days since 1970-01-01 to year, month, day and back, in the proleptic Gregorian calendar: years begin in March, so the
-- leap day is the last of its year.
local function civil(days)
	local z = days + 719468
	local era = z // 146097
	local doe = z - era * 146097
	local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
	local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
	local mp = (5 * doy + 2) // 153
	local month = mp < 10 and mp + 3 or mp - 9
	return yoe + era * 400 + (month <= 2 and 1 or 0), month, doy - (153 * mp + 2) // 5 + 1
end

local function days(year, month, day)
	local y = month <= 2 and year - 1 or year
	local era = y // 400
	local yoe = y - era * 400
	local doy = (153 * (month > 2 and month - 3 or month + 9) + 2) // 5 + day - 1
	return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
end

local function instant(x)
	if has_unit(x) then x = num(to(x, unit("s"))) end
	return between(x, -(N(10)^12), N(10)^12, "seconds since 1970")
end

--- date(seconds): the day in UTC of that many seconds since 1970-01-01, such as "2026-11-23"
function date(seconds)
	local year, month, day = civil(instant(seconds) // 86400)
	return pad(year, 4) .. "-" .. pad(month, 2) .. "-" .. pad(day, 2)
end

--- clock(seconds): the time of day in UTC, such as "08:30:00"
function clock(seconds)
	local s = instant(seconds) % 86400
	return pad(s // 3600, 2) .. ":" .. pad(s // 60 % 60, 2) .. ":" .. pad(s % 60, 2)
end

--- weekday(seconds): the day of the week in UTC, 1 for Monday to 7 for Sunday
function weekday(seconds)
	return (instant(seconds) // 86400 + 3) % 7 + 1
end

--- seconds(year, month, day, hour, minute, second): seconds since 1970-01-01 of a time in UTC; the day must exist, the time may be left out
function seconds(year, month, day, hour, minute, second)
	year, month, day = between(year, -9999, 9999, "a year"), between(month, 1, 12, "a month"), between(day, 1, 31, "a day")
	local n = days(year, month, day)
	local y, m, d = civil(n)
	if m ~= month or d ~= day then refuse("wants a day that exists") end
	return n * 86400 + between(hour or 0, 0, 23, "an hour") * 3600 + between(minute or 0, 0, 59, "a minute") * 60 + between(second or 0, 0, 59, "a second")
end
