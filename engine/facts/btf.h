/* A reader of BTF, the kernel's description of its own types. Private to the room. */
#ifndef HENCE_FACTS_BTF_H
#define HENCE_FACTS_BTF_H

enum btf_name { BTF_NAME_STRUCT, BTF_NAME_UNION, BTF_NAME_TYPE, BTF_NAME_ENUM };
enum btf_found { BTF_FOUND, BTF_NO_TYPE, BTF_NO_MEMBER, BTF_AMBIGUOUS, BTF_NOT_BYTES, BTF_BROKEN };
struct btf_asked {
	enum btf_name kind;             /* TYPE: a typedef or an integer */
	struct str name;                /* ENUM: may be empty, any enum then */
	struct str field;               /* "a" or "a.b"; members of nameless structs and unions count as the struct's own */
	struct str enumerator;
	bool size;                      /* size of the field or type instead of the field's offset */
};
struct btf;
/* NULL: *why says what is wrong. Every offset and index in the bytes is checked when it is used. */
struct btf *btf_open(struct arena *, struct str bytes, const char **why);
/* *answer: the number in digits, bytes. Types of one name that agree on the answer are one. */
enum btf_found btf_find(struct arena *, const struct btf *, const struct btf_asked *, struct str *answer);

#endif
