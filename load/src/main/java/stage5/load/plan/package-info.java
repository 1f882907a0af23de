/** Plans all requests of a run before the first is sent. Start with {@link stage5.load.plan.LoadPlan}. */
package stage5.load.plan;
