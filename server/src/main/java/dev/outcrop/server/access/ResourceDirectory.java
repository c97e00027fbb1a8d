package dev.outcrop.server.access;

import java.util.Map;
import java.util.Optional;

/** The resources that are kept, as far as permissions depend on them. Thread-safe; blocks. */
public interface ResourceDirectory {

    /**
     * The ARN of the resource that an identifier stands for, as the operations on it find it; empty when there is none.
     *
     * @param type as in ARNs, such as {@code provisioned-model}
     * @param identifier id or name
     */
    Optional<String> find(String type, String identifier);

    /** The tags of a resource; none when no resource has this ARN. */
    Map<String, String> tags(String arn);
}
