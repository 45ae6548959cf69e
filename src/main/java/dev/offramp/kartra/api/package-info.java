/**
 * Kartra's inbound API, as far as a migration reads it: one call per permit of the throttle, and
 * answers that are believed only where they can be understood.
 *
 * <p>Source: support.kartra.com/support/solutions/articles/153000169434 and its neighbours.
 */
package dev.offramp.kartra.api;
