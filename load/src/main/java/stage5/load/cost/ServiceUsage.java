package stage5.load.cost;

/** The measured usage of a service in one form. */
public sealed interface ServiceUsage permits FunctionUsage, TaskUsage {

    String service();

    /** Returns the consumption besides compute. */
    ConsumptionPerRequest consumed();
}
