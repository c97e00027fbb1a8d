package dev.outcrop.store.access;

import java.time.Instant;

/** A policy. */
public record StoredPolicy(String name, String document, Instant updatedAt) {}
