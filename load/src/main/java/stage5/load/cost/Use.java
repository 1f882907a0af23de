package stage5.load.cost;

/** What a service was seen to use, in one form. */
public sealed interface Use permits FunctionUse, TaskUse {

    String service();

    /** Returns what it consumes besides compute. */
    Consumed consumed();
}
