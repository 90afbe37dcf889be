import { ADDRESSES, testLayout } from './layout.ts';
import { useSharedPlatform } from './shared-platform.ts';

/** Every template at a desk. */
testLayout(useSharedPlatform(), 1280, ADDRESSES);
