import type { SecretKey } from '$lib/api';

/** A way of being told that has a secret and can be tried. */
export interface Channel {
  name: 'mail' | 'webhook';
  secret: { name: SecretKey; label: string; help: string };
  test: string;
  /** What has to be set before it can be tried, and how that is said. */
  needs: readonly { key: string; missing: string }[];
}

/** The ways of being told, by the group of their settings. */
export const channels: Readonly<Record<string, Channel>> = {
  Mail: {
    name: 'mail',
    secret: {
      name: 'smtp_password',
      label: 'Password',
      help: 'Kept in the system’s keychain, and nowhere else.',
    },
    test: 'Send a test mail',
    needs: [
      { key: 'mail_to', missing: 'Say first who gets it' },
      { key: 'smtp_host', missing: 'Name the mail server first' },
    ],
  },
  Webhook: {
    name: 'webhook',
    secret: {
      name: 'webhook_secret',
      label: 'Secret (optional)',
      help: 'Signs what is posted, so that the receiver knows that it comes from you. Kept in the system’s keychain.',
    },
    test: 'Post a test',
    needs: [{ key: 'webhook_url', missing: 'Give the address first' }],
  },
};
