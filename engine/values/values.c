/* The stage: facts become names, spans become results, in order of the text. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "values/units.h"

void values_run(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct facts *f, const struct asker *k, struct values *v) { (void)d; (void)m; (void)f; (void)k; v->names = map_new(a); v->units = units_new(a, l); }
void values_end(struct values *v) { (void)v; }
void values_dump(const struct model *m, const struct values *v, struct buf *b) { (void)m; (void)v; (void)b; }
const struct name *values_name(const struct values *v, struct str n) { return map_get(v->names, n); }
