import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button';
import { toastFailure } from './toast';

/** Copies a text (an id, a key, an exact amount) and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch (error) {
      toastFailure(error);
    }
  };
  return (
    <>
      <IconButton
        label={label}
        icon={isCopied ? <Check size={16} /> : <Copy size={16} />}
        onPress={() => void copy()}
      />
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  );
}
