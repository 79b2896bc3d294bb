/* manual: the pages of `hence explain`, made from the tables that the rooms themselves read. Called by its command. */
#ifndef HENCE_MANUAL_H
#define HENCE_MANUAL_H

void manual_list(struct buf *);                 /* every finding and topic, a line each */
bool manual_page(struct str name, struct buf *);/* a finding's page or a topic's table; false: there is none */

#endif
