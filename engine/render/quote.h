/* render/quote: text from outside written so that JSON and XML read it as text, whatever it holds. */
#ifndef HENCE_RENDER_QUOTE_H
#define HENCE_RENDER_QUOTE_H

void quote_json(struct buf *, struct str);      /* with its quotation marks */
void quote_script(struct buf *, struct str);    /* JSON that neither ends a <script> nor begins a comment in one */
void quote_xml(struct buf *, struct str);       /* element text and attribute values alike; what XML 1.0 cannot hold is U+FFFD */

#endif
