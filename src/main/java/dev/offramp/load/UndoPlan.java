package dev.offramp.load;

import dev.offramp.crm.RemoteRecord;
import java.util.List;
import java.util.Map;

/**
 * What there is to take back of a chunk's records, with the records as they are now.
 *
 * @param creates our records, to be taken away
 * @param updates changed records, to be put back
 * @param now the records by trace; without an entry it is gone
 */
record UndoPlan(
    List<LedgerLine> creates, List<LedgerLine> updates, Map<String, RemoteRecord> now) {}
