/* Inside model: what the files of this room hand each other while one worksheet is read. */
#ifndef HENCE_MODEL_READING_H
#define HENCE_MODEL_READING_H

/* A part as it was found in the source text, before its Markdown is parsed. */
struct found {
	enum part_kind kind;
	uint32_t first, last;           /* text lines from 1; last is not blank */
	uint32_t number_n;              /* LINE: bytes of "12." */
	uint32_t fence_first, fence_last;       /* the part's last fence; 0: none */
	bool fence_open;                /* it never closes */
};
struct reading {
	struct arena *arena;
	struct diag *diag;
	const struct limits *limits;
	const struct text *text;
	struct model *model;
	VEC(struct found) found;
};

/* A text line without a byte order mark at its start, and where it begins; the mark belongs to nothing. */
struct str lines_text(const struct text *, uint32_t line);
uint32_t lines_at(const struct text *, uint32_t line);

/* A too-big finding where reading ends: nothing behind it is checked. */
void reading_stops(struct reading *, uint32_t at, const char *what, uint64_t most, const char *limit);

/* Each adds to the model and the findings; none needs more than what the ones above it have provided. */
uint32_t settings_read(struct reading *);               /* front matter; returns the text line after it, from 1 */
void lines_find(struct reading *, uint32_t first);      /* reading.found, model.in_fences */
bool lines_number(struct str line, uint32_t *number, uint32_t *n);      /* "12. ": n is 3 */
void kind_read(struct reading *, struct line *, struct str first_line, uint32_t at);
void annotation_read(struct reading *, struct line *, struct range yaml);
void spans_read(struct reading *, struct node *tree, uint32_t line);
void written_read(struct reading *);                    /* model.as_written */
void traps_read(struct reading *);

bool keys_text(struct reading *, const struct yaml *, const char *key, struct str *);   /* false: not a text, a finding says so */
bool keys_truth(struct reading *, const struct yaml *, const char *key, bool *);
void keys_wrong(struct reading *, const struct yaml *, const char *key, const char *expected);
#define keys_texts(r, y, key, list) do { \
	const struct yaml *y_ = (y); \
	struct str x_; \
	if (y_ && y_->kind == YAML_LIST) { \
		for (size_t i_ = 0; i_ < y_->items.n; i_++) \
			if (keys_text((r), y_->items.at[i_], (key), &x_)) \
				*vec_add((r)->arena, (list)) = x_; \
	} else if (y_ && keys_text((r), y_, (key), &x_)) { \
		*vec_add((r)->arena, (list)) = x_; \
	} \
} while (0)

#endif
