package dev.outcrop.wire.bind;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A request's headers; names are case-insensitive. */
public interface HeaderSource {

    /** The first value of a header, or null. */
    @Nullable
    String get(String name);

    /** Every header in the order received. */
    Iterable<Map.Entry<String, String>> all();
}
