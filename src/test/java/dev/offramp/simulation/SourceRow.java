package dev.offramp.simulation;

import dev.offramp.crm.ConsentOrder;

/**
 * A row of an upload, as it was made up.
 *
 * @param file the upload
 * @param row its ordinal
 * @param person whom it is about
 * @param email the address
 * @param consent what Kartra says of the person there
 */
record SourceRow(String file, long row, int person, String email, ConsentOrder consent) {}
