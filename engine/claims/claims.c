#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"

const char *claims_verdict_name(enum claim_verdict v) { (void)v; return "undecided"; }
void claims_read(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct values *v, struct claims *c) { (void)a; (void)d; (void)l; (void)m; (void)v; (void)c; }
void claims_dump(const struct model *m, const struct claims *c, struct buf *b) { (void)m; (void)c; (void)b; }
