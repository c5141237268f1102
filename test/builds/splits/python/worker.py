import os
import sys

print("worker", os.getuid(), os.getcwd(), os.environ["QUEUE"], sys.argv[1:])
