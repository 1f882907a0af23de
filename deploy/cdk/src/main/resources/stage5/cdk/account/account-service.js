// A custom resource for what an account has once: creates it, or adopts the existing one, which is never changed or deleted.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
const CREATED = 'created:';
const ADOPTED = 'adopted:';

exports.handler = async (event) => {
  let id = event.PhysicalResourceId ?? 'none';
  let status = 'SUCCESS';
  let reason = '';
  try {
    if (event.RequestType === 'Create') {
      const existing = await service.find(event.ResourceProperties);
      id = existing ? ADOPTED + existing : CREATED + (await service.create(event.ResourceProperties));
    } else if (event.RequestType === 'Delete' && id.startsWith(CREATED)) {
      await service.remove(id.slice(CREATED.length), event.ResourceProperties);
    }
  } catch (error) {
    console.error(error);
    status = 'FAILED';
    reason = `${error.name}: ${error.message}`;
  }
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    headers: { 'content-type': '' }, // the URL is signed for no content type
    body: JSON.stringify({
      Status: status,
      Reason: reason,
      PhysicalResourceId: id,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      Data: { Id: id.slice(id.indexOf(':') + 1) },
    }),
  });
  if (!response.ok) {
    throw new Error(`CloudFormation answered ${response.status}`);
  }
};
