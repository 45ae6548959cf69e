package dev.offramp.verify;

/**
 * How many records were looked at, and what came of it.
 *
 * @param records records that were meant to be there; one that rows of two chunks are about counts
 *     in both
 * @param asMeant those of which everything is as it was meant
 * @param different those with a difference for which the load has to answer
 * @param apart those whose differences are all somebody else's doing
 * @param optOuts people who were meant to be opted out
 * @param optOutsFound those of them who are
 * @param permissions people whose permission was recorded
 * @param permissionsChecked those of them who were looked at
 * @param permissionsFound those of them who still have it
 * @param refusedSince those of them who have refused since, or are refused by another row
 */
public record Counts(
    long records,
    long asMeant,
    long different,
    long apart,
    long optOuts,
    long optOutsFound,
    long permissions,
    long permissionsChecked,
    long permissionsFound,
    long refusedSince) {
  /** Nothing yet. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum of two. */
  public Counts plus(Counts o) {
    return new Counts(
        records + o.records,
        asMeant + o.asMeant,
        different + o.different,
        apart + o.apart,
        optOuts + o.optOuts,
        optOutsFound + o.optOutsFound,
        permissions + o.permissions,
        permissionsChecked + o.permissionsChecked,
        permissionsFound + o.permissionsFound,
        refusedSince + o.refusedSince);
  }
}
