/* graph, inside the room: the steps that graph_build takes, in this order. */
#ifndef HENCE_GRAPH_TOKENS_H
#define HENCE_GRAPH_TOKENS_H

struct build {
	struct arena *arena; const struct model *model; const struct values *values; const struct claims *claims; struct graph *graph;
	struct map *vocables, *keys;            /* by text; a key that is not the text it is of -> its number and one */
	const struct vocable *signs[128];       /* marks of one byte */
};
void graph_tokens(struct build *);
void graph_terms(struct build *);
void graph_references(struct build *);
void graph_numbers(struct build *);
void graph_names(struct build *);
void graph_edge(struct build *, uint32_t from, uint32_t to, enum edge_kind, struct range place, struct str what);
void graph_outside_edge(struct build *, uint32_t from, const struct used *, const struct used_line *, enum edge_kind, struct range place, struct str what);
/* Whether the text is one of the words under key; a colon at the end of a word in the list does not matter. */
bool graph_says(const struct model *, struct str text, enum word_list list);

#endif
