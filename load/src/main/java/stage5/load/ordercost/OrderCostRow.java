package stage5.load.ordercost;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A row of {@code order-cost.csv}.
 *
 * @param kind the label of a {@link CostKind}
 * @param part the service that owns the table, topic or queue; else the process, or {@code redis}
 * @param name the table, topic, queue, command or process; of a call the resource and the operation
 * @param amount of the whole run
 * @param perOrder the amount for each confirmed order
 */
@JsonPropertyOrder({"kind", "part", "name", "unit", "amount", "perOrder"})
public record OrderCostRow(String kind, String part, String name, String unit, double amount, double perOrder) {}
