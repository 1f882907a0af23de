/** What an environment leaves in its account after its stacks are deleted, and what that costs. */
package stage5.aws.leftovers;
