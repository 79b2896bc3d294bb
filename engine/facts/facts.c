#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"

const char *facts_status_name(enum fact_status s) { (void)s; return "absent"; }
bool facts_status_good(enum fact_status s) { return s <= FACT_WRITTEN; }
void facts_gather(struct arena *a, struct diag *d, const struct limits *l, const struct model *m, const struct asker *k, const struct setting *s, size_t n, struct facts *f) { (void)a; (void)d; (void)l; (void)m; (void)k; (void)s; (void)n; (void)f; }
const struct fact *facts_find(const struct facts *f, struct str name) { (void)f; (void)name; return NULL; }
void facts_dump(const struct facts *f, struct buf *b) { (void)f; (void)b; }
void facts_write(const struct facts *f, struct buf *b) { (void)f; (void)b; }
struct machine *machine_here(struct arena *a) { (void)a; return NULL; }
struct machine *machine_sysroot(struct arena *a, struct str d) { (void)a; (void)d; return NULL; }
struct machine *machine_record(struct arena *a, struct diag *d, const struct limits *l, const struct text *t) { (void)a; (void)d; (void)l; (void)t; return NULL; }
void machine_base(struct machine *m, struct str d) { (void)m; (void)d; }
void machine_trust(struct machine *m, bool run) { (void)m; (void)run; }
void machine_ask(void *m, const struct question *q, struct arena *a, struct answer *r) { (void)m; (void)q; (void)a; r->status = ASK_REFUSED; }
const char *machine_origin(const struct machine *m) { (void)m; return "here"; }
