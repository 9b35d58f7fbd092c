package io.twinlake.log;

/**
 * The mark that a commit sets for an application, both or neither (PROTOCOL.md, "Transaction Identifiers").
 *
 * @param appId a pipeline's name
 * @param version the epoch that this commit holds
 */
public record ApplicationProgress(String appId, long version) {}
