/** The screens of what is not sent and of what both sides changed. */
export const pendingPlace = '/pending';
export const conflictsPlace = '/conflicts';
