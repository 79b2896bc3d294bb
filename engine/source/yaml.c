#include "base.h"
#include "diag.h"
#include "source.h"
struct yaml *source_yaml(struct arena *a, struct diag *d, const struct limits *l, const struct text *t, struct range r) { (void)a; (void)d; (void)l; (void)t; (void)r; return NULL; }
struct yaml *source_get(const struct yaml *m, const char *key) { (void)m; (void)key; return NULL; }
