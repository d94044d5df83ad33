/** Electron's `Menu` and `MenuItem`: the model of a menu, which a test can walk and click; nothing is drawn. */
import { BrowserWindow } from './browser-window';

interface ItemOptions {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  enabled?: boolean;
  visible?: boolean;
  checked?: boolean;
  submenu?: ItemOptions[] | Menu;
  click?(item: MenuItem, window: BrowserWindow | undefined, event: object): void;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  readonly click: () => void;
  enabled: boolean;
  visible: boolean;
  checked: boolean;

  constructor(options: ItemOptions) {
    const { id, label = '', role, type = 'normal', accelerator, submenu } = options;
    this.id = id;
    this.label = label;
    this.role = role;
    this.type = type;
    this.accelerator = accelerator;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
    this.click = () => options.click?.(this, BrowserWindow.getFocusedWindow() ?? undefined, {});
  }
}

export class Menu {
  static #applicationMenu: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: (ItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
