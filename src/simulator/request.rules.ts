import { type ClassConstructor, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';

/** The few kinds of members that Dojo's request bodies are made of; `null` counts as absent, as in .NET. */

export const requiredText = (max: number) => all(IsDefined(), IsString(), MinLength(1), MaxLength(max));
export const optionalText = (max: number) => all(IsOptional(), IsString(), MaxLength(max));
export const optionalFlag = () => all(IsOptional(), IsBoolean());
export const optionalNumber = () => all(IsOptional(), IsNumber());
export const requiredMinorUnits = () => all(IsDefined(), IsInt(), Min(1));
export const optionalMinorUnits = () => all(IsOptional(), IsInt(), Min(0));
export const optionalChoice = (...choices: string[]) => all(IsOptional(), IsIn(choices));
export const optionalChoices = (...choices: string[]) => all(IsOptional(), IsArray(), IsIn(choices, { each: true }));

export const optionalUrl = () =>
  all(IsOptional(), IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }));

export const required = <T>(shape: ClassConstructor<T>) =>
  all(
    IsDefined(),
    ValidateNested(),
    Type(() => shape),
  );
export const optional = <T>(shape: ClassConstructor<T>) =>
  all(
    IsOptional(),
    ValidateNested(),
    Type(() => shape),
  );
export const optionalList = <T>(shape: ClassConstructor<T>) =>
  all(
    IsOptional(),
    IsArray(),
    ArrayMaxSize(1000),
    ValidateNested({ each: true }),
    Type(() => shape),
  );

export const optionalInstant = () =>
  all(IsOptional(), satisfies('isInstant', '$property must be an ISO 8601 instant in UTC', isInstantText));

export const optionalStringMap = () =>
  all(
    IsOptional(),
    satisfies('isStringMap', '$property must map names to texts', (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      return Object.values(value).every((entry) => typeof entry === 'string');
    }),
  );

/** An ISO 8601 instant in UTC. */
export function isInstantText(value: unknown): boolean {
  const shaped = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)$/.test(value);
  return shaped && !Number.isNaN(Date.parse(value));
}

/** A rule of its own; `$property` in the message stands for the member's name. */
export function satisfies(name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { message },
      validator: { validate },
    });
}

/** Several decorators as one, checked in this order. */
export function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
