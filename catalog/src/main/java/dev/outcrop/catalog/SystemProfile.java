package dev.outcrop.catalog;

import java.util.List;

/**
 * A system-defined inference profile: a model in the regions of a geography.
 *
 * @param id such as {@code us.amazon.nova-lite-v1:0}
 * @param arn of this account and region
 * @param name for people
 * @param model what answers
 * @param destinations the regions that calls may be routed to, at least one; here all are this server
 */
public record SystemProfile(
        String id, String arn, String name, String description, FoundationModel model, List<String> destinations) {

    public SystemProfile {
        destinations = List.copyOf(destinations);
    }

    /** The model's ARN in each of the regions. */
    public List<String> modelArns() {
        return destinations.stream().map(model::arn).toList();
    }
}
