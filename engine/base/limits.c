/* Every bound by its name; the defaults and their reasons stand in the door's one list. */
#include "base.h"

const struct limits limits_default = {
#define X(field, name, value, reason) .field = (value),
	LIMITS(X)
#undef X
};

bool limits_set(struct limits *l, struct str name, struct str value, const char **why)
{
	uint64_t n = 0;
	if (!value.n || value.n > 18) {
		*why = "a limit is a whole number of at most 18 digits";
		return false;
	}
	for (size_t i = 0; i < value.n; i++) {
		if (value.s[i] < '0' || value.s[i] > '9') {
			*why = "a limit is a whole number";
			return false;
		}
		n = n * 10 + (uint64_t)(value.s[i] - '0');
	}
#define X(field, id, fallback, reason) \
	if (str_is(name, id)) { \
		l->field = n; \
		return true; \
	}
	LIMITS(X)
#undef X
	*why = "there is no limit of that name";
	return false;
}
