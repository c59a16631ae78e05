export { ResourceId } from '../common/resource-id.decorator.js';
