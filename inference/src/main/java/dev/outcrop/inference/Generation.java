package dev.outcrop.inference;

/** A generation in progress. Thread-safe; every method may be called at any time and more than once. */
public interface Generation {

    /** Stops at the current token and frees what the generation holds. The listener hears nothing more. */
    void cancel();

    /** Generates no further token until {@link #resume()}; tokens under way may still be delivered. */
    void pause();

    /** Undoes {@link #pause()}. */
    void resume();
}
