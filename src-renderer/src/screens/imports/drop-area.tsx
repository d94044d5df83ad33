import { type DragEvent, type ReactNode, useState } from 'react';

interface Props {
  onDrop: (file: File) => void;
  children: ReactNode;
}

/** The framed place to start an import from. A file may be dropped on it; the button inside does the same by keyboard. */
export function DropArea({ onDrop, children }: Props) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    // Without this the browser would leave the app and show the file.
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      aria-label="Import a usage file"
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) onDrop(file);
      }}
      className={`flex flex-col items-center gap-3 rounded-sheet border-2 border-dashed px-6 py-10 text-center ${isOver ? 'border-link bg-selected' : 'border-control'}`}
    >
      {children}
    </section>
  );
}
