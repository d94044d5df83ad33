/** The screens of what is not sent and of what both sides changed; their routes come with them. */
export const pendingPlace = '/pending' as '/settings';
export const conflictsPlace = '/conflicts' as '/settings';
