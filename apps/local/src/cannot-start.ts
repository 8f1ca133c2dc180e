/** A wish that cannot be met, told in one sentence. */
export class CannotStart extends Error {}
