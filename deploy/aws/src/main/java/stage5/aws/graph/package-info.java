/** The graph of an environment's stacks: what each one publishes and what it needs from others. */
package stage5.aws.graph;
