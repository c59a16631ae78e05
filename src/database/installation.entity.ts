import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Facts about this database that every process must agree with, such as the fingerprints of its keys. */
@Entity('installation')
export class InstallationFact {
  @PrimaryColumn('text')
  name: string;

  @Column('text')
  value: string;
}
