/**
 * Enrichment: what no export holds and Kartra's API does is fetched for each contact, in pages that
 * survive whoever fetches them, and joined with the contact before it is mapped.
 */
package dev.offramp.enrich;
