/** The customer portal: a page of its own, for people who have nothing of this program but a link. */
import '@fontsource-variable/inter/wght.css';
import '../styles/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../preferences/theme';
import { PortalApp } from './portal-app';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root element');
createRoot(root).render(
  <StrictMode>
    <PortalApp />
  </StrictMode>,
);
