package dev.outcrop.access.policy;

/** A policy as it is attached, under a name that says which one decided. */
public record NamedPolicy(String name, Policy policy) {}
