package dev.outcrop.engines.gguf.template.jinja;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A value that can be called: a macro, a method bound to its object, or something the environment offers. */
@FunctionalInterface
public interface Function {

    /**
     * @param positional values: null (none), Boolean, Long, Double, String, List, Map or Function
     * @throws JinjaException when the call fails
     */
    @Nullable
    Object call(List<@Nullable Object> positional, Map<String, @Nullable Object> named);
}
