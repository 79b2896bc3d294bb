/* One native probe: a key of a fact's annotation and how its answer becomes a value. Room-private. */
struct probe { const char *key; };
extern const struct probe *const probes[];
