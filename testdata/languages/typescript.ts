import { Client } from "@acme/client";

const EXPORTS = "export-csv"; // ~ declares export-csv

export class Page {
  constructor(private client: Client, private door: Door) {}

  on(key: string) {
    return this.client.isOn(key, false);
  }

  show() {
    if (!this.client.isOn("checkout", false)) { // ~ !checkout
      return this.door.isOn("front");
    }
    const text = "client.isOn('text')"; // client.isOn("comment")
    for (const key of ["one", "two"]) {
      this.client.isOn(key); // ~ one two
    }
    ["three", "four"].forEach((key) => this.client.isOn(key)); // ~ three four
    return (this.client.isOn("short")) && this.client.isOn(EXPORTS) && !this.on("refused"); // ~ short export-csv !refused
  }
}
