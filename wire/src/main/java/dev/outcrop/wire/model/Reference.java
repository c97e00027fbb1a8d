package dev.outcrop.wire.model;

import java.util.Map;

/** The name of a shape, resolved on use because shapes may contain themselves. */
public final class Reference {
    private final String name;
    private final Map<String, Shape> shapes;

    Reference(String name, Map<String, Shape> shapes) {
        this.name = name;
        this.shapes = shapes;
    }

    /** The shape it names. */
    public Shape shape() {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("The model has no shape " + name);
        }
        return shape;
    }

    @Override
    public String toString() {
        return name;
    }
}
