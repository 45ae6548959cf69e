package dev.offramp.throttle;

/** What a window of a budget counts. */
public enum CostUnit {
  /** Requests, whatever they carry. */
  CALLS,
  /** Requests to search end points, where a vendor counts these apart as well. */
  SEARCHES,
  /** Tokens, as Pipedrive charges them for each end point. */
  TOKENS,
  /** Credits, as Zoho charges them for rows. */
  CREDITS,
  /** Complexity points, as monday charges them for a query. */
  COMPLEXITY,
  /** Records written, where a vendor counts these beside the requests. */
  RECORDS,
  /** Milliseconds of execution at the vendor's server, as Dataverse counts them. */
  EXECUTION_MS
}
