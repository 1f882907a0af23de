/* Stands in for the library that Synthetics gives its canaries: runs the steps, and says which. */
exports.executeStep = async (name, step) => {
  console.log(`step ${name}`);
  await step();
};
