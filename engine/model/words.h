/* The generated word lists of lua/lang. */
struct words { const char *key; const char *const *words; };    /* words end in NULL */
struct language { const char *name; const struct words *words; size_t n; };    /* sorted by key */
extern const struct language languages[];
